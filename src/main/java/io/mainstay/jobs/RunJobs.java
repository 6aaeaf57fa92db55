package io.mainstay.jobs;

import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Worker;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Does jobs, one at a time in each worker, in a thread of its own. A job is claimed for twice as long as it may run: if its
/// worker dies, another one begins anew; if it was only slow, what it did is undone, since its end needs the claim.
@Worker
class RunJobs implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RunJobs.class);
    private static final int CLEANUP_BATCH = 100;
    private static final int CLEANUP_BATCHES = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final JobStore store;
    private final JobSettings settings;
    private final Map<String, JobKind> kinds;
    private final MeterRegistry meters;
    private final TransactionTemplate transaction;
    private final TransactionTemplate aside;
    private final TransactionTemplate work;
    private final TransactionTemplate workOnSnapshot;
    private final Loop loop;

    RunJobs(JobStore store, JobSettings settings, List<JobKind> kinds, JobWakeup wakeup,
            PlatformTransactionManager transactions, MeterRegistry meters) {
        this.store = store;
        this.settings = settings;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
        this.meters = meters;
        this.transaction = new TransactionTemplate(transactions);
        this.aside = new TransactionTemplate(transactions);
        aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.work = new TransactionTemplate(transactions);
        work.setTimeout(Math.toIntExact(settings.longestRun().toSeconds()));
        this.workOnSnapshot = new TransactionTemplate(transactions, work);
        workOnSnapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.loop = new Loop("jobs", this::round, wakeup.wakeup(), settings.poll(),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    }

    /// One job.
    ///
    /// @return whether there may be more
    boolean round() {
        var claimed = transaction.execute(_ -> store.claim(seconds(settings.longestRun()) * 2));
        claimed.ifPresent(this::run);
        return claimed.isPresent();
    }

    private void run(JobStore.Claimed job) {
        try {
            var kind = kinds.get(job.kind());
            if (kind == null) {
                throw new IllegalStateException("no such kind of job: " + job.kind());
            }
            if (job.attempts() > settings.maxAttempts()) {
                throw new IllegalStateException("its worker died each time");
            }
            (kind.isOnOneSnapshot() ? workOnSnapshot : work).executeWithoutResult(_ -> finish(job, kind));
            count(job, "succeeded");
        } catch (Refusal refused) {
            fail(job, refused);
        } catch (RuntimeException failed) {
            log.atWarn().setCause(failed).addKeyValue("job", job.id()).addKeyValue("attempts", job.attempts())
                    .log("A job failed");
            if (job.attempts() >= settings.maxAttempts()) {
                fail(job, new Refusal(JobProblems.GIVEN_UP, "It was tried " + job.attempts() + " times."));
            } else {
                transaction.executeWithoutResult(_ -> store.tryAgain(job, seconds(PAUSE) * job.attempts()));
            }
        }
    }

    private void finish(JobStore.Claimed job, JobKind kind) {
        var result = kind.run(new JobKind.Task(job.id(), job.owner(), job.parameters(), job.input(),
                percent -> aside.executeWithoutResult(_ -> store.progress(job.id(), percent)),
                settings.maxFileBytes()));
        if (!store.succeed(job, result, seconds(settings.keptFor()))) {
            throw new IllegalStateException("another worker has taken over");
        }
    }

    private void fail(JobStore.Claimed job, Refusal why) {
        transaction.executeWithoutResult(_ -> store.fail(job, Problems.of(why), seconds(settings.keptFor())));
        count(job, "failed");
    }

    private void count(JobStore.Claimed job, String end) {
        meters.counter("mainstay.jobs", "kind", job.kind(), "end", end).increment();
    }

    @Scheduled(initialDelayString = "PT6M", fixedDelayString = "PT1H")
    void forget() {
        for (var batch = 0; batch < CLEANUP_BATCHES; batch++) {
            if (transaction.execute(_ -> store.deleteExpired(CLEANUP_BATCH)) < CLEANUP_BATCH) {
                return;
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
