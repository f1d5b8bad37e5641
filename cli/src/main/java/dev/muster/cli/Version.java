package dev.muster.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells which Muster this is, from the program's own manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"muster " + (version == null ? "(not packaged)" : version)};
    }
}
