package dev.muster.cli;

import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Progress.Unit;
import dev.muster.contract.Stage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Walks the paths that every start takes, so that the launcher can keep their classes in a cache;
 * it touches nothing.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private final Screen screen;

    TrainCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            progress.started(Stage.FETCH, "training");
            progress.advanced(Stage.FETCH, 1, 2, Unit.BYTES);
            progress.ended(Stage.FETCH);
        }
        ContractJson.mapper();
        return ExitCode.OK;
    }
}
