package io.mainstay.jobs;

import io.mainstay.caller.AccountId;
import io.mainstay.problem.Refusal;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One kind of job. Whoever has long work implements it and lets it be done by [Jobs#start].
public interface JobKind {

    /// Stable, stored with each job: `ledgerExport`.
    String name();

    /// Does the work, in one transaction with the job's end: it has all of its effects or none, however often it's begun. It
    /// sees all rows; what the owner may see was decided when the job was started, and is in the parameters.
    ///
    /// @throws Refusal if it can't be done: that is the job's end. Anything else is tried again.
    Result run(Task task);

    /// Whether it reads everything as it was at one moment (repeatable read).
    default boolean isOnOneSnapshot() {
        return false;
    }

    /// @param parameters JSON, as it was started with
    /// @param input as it was started with
    /// @param progress takes percents, now and then
    /// @param maxFileBytes of the result
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Task(JobId id, AccountId owner, String parameters, byte @Nullable [] input, IntConsumer progress,
            int maxFileBytes) {}

    /// @param summary small, JSON-able; shown with the job
    /// @param file to download; null if there is none
    record Result(Object summary, @Nullable File file) {}

    /// @param name for the browser's disk: letters, digits, `-`, `_`, `.`
    /// @param contentType e.g. `text/csv`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record File(String name, String contentType, byte[] content) {}
}
