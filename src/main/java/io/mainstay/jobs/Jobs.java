package io.mainstay.jobs;

import io.mainstay.caller.AccountId;
import io.mainstay.problem.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Starts long work, which a worker does soon after the commit.
@Service
public class Jobs {

    private final JobStore store;
    private final JobSettings settings;
    private final JobWakeup worker;

    Jobs(JobStore store, JobSettings settings, JobWakeup worker) {
        this.store = store;
        this.settings = settings;
        this.worker = worker;
    }

    /// @param kind a [JobKind]'s name
    /// @param parameters JSON-able; whatever the owner may see was decided before
    /// @param input what the work is about, bounded by the largest request body
    /// @throws Refusal `too-many-jobs` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public JobId start(AccountId owner, String kind, Object parameters, byte @Nullable [] input) {
        if (store.lockOpen(owner) >= settings.maxOpen()) {
            throw new Refusal(JobProblems.TOO_MANY, "At most " + settings.maxOpen() + " of one's jobs at once.");
        }
        var id = JobId.next();
        store.add(id, owner, kind, parameters, input);
        worker.wakeup().afterCommit();
        return id;
    }

    /// 202 with the job's place.
    public static ResponseEntity<Accepted> accepted(JobId id) {
        var place = "/v1/jobs/" + id;
        return ResponseEntity.accepted().header("Location", place).body(new Accepted(id, place));
    }

    /// @param url where the job is read
    public record Accepted(JobId jobId, String url) {}
}
