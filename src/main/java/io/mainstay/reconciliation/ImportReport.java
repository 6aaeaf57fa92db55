package io.mainstay.reconciliation;

import io.mainstay.caller.AccountId;
import io.mainstay.jobs.JobId;
import io.mainstay.jobs.JobKind;
import io.mainstay.jobs.Jobs;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.PaymentProviders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Imports a settlement report by a job: all of it, with its postings and its breaks, or nothing. The same file again changes
/// nothing; what another file told before is skipped, or a break if it's told otherwise.
@Service
class ImportReport implements JobKind {

    private static final String NAME = "settlementReport";

    private final ReconciliationStore store;
    private final Reconcile reconcile;
    private final PaymentProviders providers;
    private final Jobs jobs;
    private final JsonMapper json;

    ImportReport(ReconciliationStore store, Reconcile reconcile, PaymentProviders providers, Jobs jobs,
            JsonMapper json) {
        this.store = store;
        this.reconcile = reconcile;
        this.providers = providers;
        this.jobs = jobs;
        this.json = json;
    }

    record Parameters(String provider, Instant from, Instant to) {}

    /// @throws Refusal `unknown-provider` (422); as [Jobs#start]
    @Transactional(propagation = Propagation.MANDATORY)
    public JobId start(AccountId by, Parameters about, byte[] file) {
        try {
            var _ = providers.called(about.provider());
        } catch (IllegalArgumentException _) {
            throw new Refusal(ReconciliationProblems.UNKNOWN_PROVIDER, "No provider has this name.");
        }
        return jobs.start(by, NAME, about, file);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result run(Task task) {
        var about = json.readValue(task.parameters(), Parameters.class);
        var file = Objects.requireNonNull(task.input());
        var lines = ReportFile.read(file, about.from, about.to);
        store.lock(about.provider);
        var digest = sha256(file);
        var id = ReportId.next();
        if (!store.add(id, about.provider, digest, about.from, about.to)) {
            return new Result(Map.of("reportId", store.find(about.provider, digest), "importedBefore", true), null);
        }
        compare(id, about, lines, task);
        var report = store.find(id).orElseThrow();
        return new Result(Map.of("reportId", id, "importedBefore", false, "lines", report.lines(), "breaks",
                report.breaks()), null);
    }

    private void compare(ReportId id, Parameters about, List<Line> lines, Task task) {
        for (var start = 0; start < lines.size(); start += Reconcile.BATCH) {
            reconcile.lines(id, about.provider, lines.subList(start, Math.min(lines.size(), start + Reconcile.BATCH)));
            task.progress().accept((int) (90L * start / lines.size()));
        }
        reconcile.missing(id, about.provider, about.from, about.to);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
