package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows in aligned columns with two spaces between. Columns that would make a line wider than the terminal
 * stand in a further line of each row; only a cell that is wider by itself, a sentence, is wider there. Not thread-safe.
 */
final class Table {
    /** Most characters of a line where no terminal takes the output. */
    static final int WIDTH = 120;

    private static final String GAP = "  ";
    /** How much further in the further lines of a row begin. */
    private static final String FURTHER = "    ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... firstRow) {
        rows.add(List.of(firstRow));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintStream out) {
        print("", out);
    }

    void print(String indent, PrintStream out) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<Integer> begins = begins(indent, widths, TerminalOutput.columnsOf(out));
        for (List<String> row : rows) {
            for (int line = 0; line + 1 < begins.size(); line++) {
                StringBuilder text = new StringBuilder(line == 0 ? indent : indent + FURTHER);
                for (int i = begins.get(line); i < begins.get(line + 1); i++) {
                    text.append(row.get(i))
                            .append(" ".repeat(widths[i] - width(row.get(i))))
                            .append(GAP);
                }
                out.println(text.toString().stripTrailing());
            }
        }
    }

    /** {@return with which column each line of a row begins; behind them the number of columns} */
    private static List<Integer> begins(String indent, int[] widths, int columns) {
        List<Integer> begins = new ArrayList<>(List.of(0));
        int used = indent.length() + widths[0];
        for (int i = 1; i < widths.length; i++) {
            used += GAP.length() + widths[i];
            if (used > columns) {
                begins.add(i);
                used = indent.length() + FURTHER.length() + widths[i];
            }
        }
        begins.add(widths.length);
        return begins;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
