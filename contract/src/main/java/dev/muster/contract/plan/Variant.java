package dev.muster.contract.plan;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names one of several forms that a value may take: {@code name: {…}}, or the bare name. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Variant {
    /** The name in the file. */
    String value();

    /** What it is, in one sentence. */
    String description();
}
