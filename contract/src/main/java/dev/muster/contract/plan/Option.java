package dev.muster.contract.plan;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a record's component an option of the configuration file, under the component's name. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Option {
    /** What it is for, in one sentence. */
    String value();

    /** What holds where it is left out, as the file would write it; empty for nothing. */
    String byDefault() default "";

    /** Whether the file must give it. */
    boolean required() default false;
}
