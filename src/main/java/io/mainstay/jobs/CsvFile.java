package io.mainstay.jobs;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.mainstay.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A CSV file (RFC 4180, UTF-8) as jobs make them. What a spreadsheet would take for a formula begins with an apostrophe.
public final class CsvFile {

    private static final String FORMULAS = "=+-@\t\r";

    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final OutputStreamWriter text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
    private final CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);

    public CsvFile(int maxBytes, List<String> header) {
        this.maxBytes = maxBytes;
        csv.writeRecord(header);
    }

    /// @param cells numbers stay as they are; anything else is written as its text
    /// @throws Refusal `result-too-large` (422)
    public void add(Object... cells) {
        csv.writeRecord(Arrays.stream(cells).map(CsvFile::text).toList());
        if (bytes.size() > maxBytes) {
            throw new Refusal(JobProblems.TOO_LARGE, "A file may have up to " + maxBytes + " bytes.");
        }
    }

    public byte[] content() {
        try {
            csv.flush();
            text.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String text(Object cell) {
        var text = String.valueOf(cell);
        return cell instanceof Number || text.isEmpty() || FORMULAS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
