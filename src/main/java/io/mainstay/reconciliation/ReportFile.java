package io.mainstay.reconciliation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems.Violation;
import io.mainstay.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a settlement report, whole or not at all: UTF-8, RFC 4180, with the header
/// `id,type,operation,amount,fee,currency,at`. Amounts are minor units.
final class ReportFile {

    static final List<String> HEADER = List.of("id", "type", "operation", "amount", "fee", "currency", "at");
    private static final int MAX_LINES = 20_000;
    private static final int MAX_ERRORS = 100;
    private static final int MAX_TEXT = 255;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Instant from;
    private final Instant to;
    private final List<Violation> errors = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private ReportFile(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /// @param from the lines' earliest time
    /// @param to their latest, not included
    /// @throws Refusal `validation-failed` (422), whose `errors[]` name up to a hundred places by line and column
    static List<Line> read(byte[] bytes, Instant from, Instant to) {
        var file = new ReportFile(from, to);
        file.parse(bytes);
        if (!file.errors.isEmpty()) {
            throw new Refusal(HttpProblems.VALIDATION_FAILED, "Nothing of the report was imported.",
                    Map.of("errors", List.copyOf(file.errors)));
        }
        return file.lines;
    }

    private void parse(byte[] bytes) {
        try (var csv = CsvReader.builder().ofCsvRecord(text(bytes))) {
            var number = 0;
            for (var row : csv) {
                number++;
                if (number == 1) {
                    requireHeader(row);
                } else if (number > MAX_LINES + 1) {
                    error(number, "id", "a report has up to " + MAX_LINES + " lines");
                } else {
                    line(number, row);
                }
                if (errors.size() >= MAX_ERRORS || number == 1 && !errors.isEmpty()) {
                    return;
                }
            }
            if (number == 0) {
                error(1, "id", "a report begins with the header " + String.join(",", HEADER));
            }
        } catch (CsvParseException | UncheckedIOException broken) {
            error(lines.size() + 2, "id", "is no CSV from here on");
        } catch (CharacterCodingException _) {
            error(1, "id", "must be UTF-8");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private void requireHeader(CsvRecord row) {
        if (!row.getFields().equals(HEADER)) {
            error(1, "id", "must be the header " + String.join(",", HEADER));
        }
    }

    private void line(int number, CsvRecord row) {
        if (row.getFieldCount() != HEADER.size()) {
            error(number, "id", "must have " + HEADER.size() + " columns");
            return;
        }
        var before = errors.size();
        var id = text(number, row, 0);
        var type = value(number, row, 1, ReportFile::type, "must be a word");
        var operation = row.getField(2);
        if (operation.length() > MAX_TEXT) {
            error(number, "operation", "must have up to " + MAX_TEXT + " characters");
        }
        var currency = row.getField(5);
        var amount = value(number, row, 3, field -> money(field, currency), "must be minor units of a known currency");
        var fee = value(number, row, 4, field -> money(field, currency), "must be minor units of a known currency");
        var at = value(number, row, 6, Instant::parse, "must be a time such as 2026-11-27T08:00:00Z");
        if (errors.size() > before || amount == null || fee == null || at == null || type == null) {
            return;
        }
        if (!amount.isPositive() || fee.amount() > amount.amount()) {
            error(number, "amount", "must be more than zero, and no less than the fee");
        } else if (at.isBefore(from) || !at.isBefore(to)) {
            error(number, "at", "must be within the time of the report");
        } else if (!ids.add(id)) {
            error(number, "id", "is in the report twice");
        } else {
            lines.add(new Line(number, id, type, operation, amount, fee, at));
        }
    }

    private String text(int number, CsvRecord row, int column) {
        var text = row.getField(column);
        if (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            error(number, HEADER.get(column), "must be 1 to " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static Line.Type type(String word) {
        return switch (word) {
            case "capture" -> Line.Type.capture;
            case "refund" -> Line.Type.refund;
            case "" -> throw new IllegalArgumentException("no type");
            default -> Line.Type.other;
        };
    }

    private static Money money(String field, String currency) {
        if (!NUMBER.matcher(field).matches()) {
            throw new IllegalArgumentException("no number");
        }
        return Money.of(Long.parseLong(field), currency);
    }

    private <T> @Nullable T value(int number, CsvRecord row, int column,
            Function<String, T> reader, String otherwise) {
        try {
            return reader.apply(row.getField(column));
        } catch (IllegalArgumentException | DateTimeParseException _) {
            error(number, HEADER.get(column), otherwise);
            return null;
        }
    }

    private void error(int line, String column, String why) {
        errors.add(new Violation("/lines/" + line + "/" + column, why));
    }
}
