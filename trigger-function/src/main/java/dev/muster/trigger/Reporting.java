package dev.muster.trigger;

/** Tells the report function that a drill has its result without a task having run. */
@FunctionalInterface
interface Reporting {
    void report(String plan, String drillId);
}
