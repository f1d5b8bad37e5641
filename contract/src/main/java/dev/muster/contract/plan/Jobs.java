package dev.muster.contract.plan;

/**
 * How many connections restore at once.
 *
 * @param number 0 for as many as there are processors
 */
public record Jobs(int number) {
    /** As many as there are processors. */
    public static final Jobs AUTO = new Jobs(0);

    private static final int MOST = 128;

    public Jobs {
        if (number < 0 || number > MOST) {
            throw new InvalidOption(
                    number + " is no number of jobs", "write auto, or a number from 1 to " + MOST);
        }
    }

    static Jobs parse(String text) {
        if (text.equalsIgnoreCase("auto")) {
            return AUTO;
        }
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new InvalidOption(
                    "\"" + text + "\" is no number of jobs",
                    "write auto, or a number from 1 to " + MOST);
        }
        return new Jobs(Integer.parseInt(text));
    }

    /** The number for a machine with so many processors. */
    public int on(int processors) {
        return number == 0 ? Math.max(1, processors) : number;
    }

    @Override
    public String toString() {
        return number == 0 ? "auto" : Integer.toString(number);
    }
}
