package io.mainstay.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every operation, what it was decided, and the provider's own count. What it knows is what the journal says, and each
/// change is announced once.
final class Book implements AutoCloseable {

    private final Journal journal;
    private final Announcer announcer;
    private final Clock clock;
    private final Duration authorizationsLast;
    private final Duration settleAfter;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-book-").factory());

    Book(SandboxSettings settings, List<Journal.Line> lines, Journal journal, Announcer announcer) {
        this.journal = journal;
        this.announcer = announcer;
        this.clock = settings.clock();
        this.authorizationsLast = settings.authorizationsLast();
        this.settleAfter = settings.settleAfter();
        for (var line : lines) {
            if (line.operation() != null) {
                keep(line.operation());
            } else if (line.dispute() != null) {
                account(line.dispute().authorization()).dispute = line.dispute();
            }
        }
        List.copyOf(operations.values()).forEach(this::goOnLater);
    }

    /// The same operation was asked for with something else in it.
    static final class Reused extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /// Carries out a request, or tells what has become of it if it was asked for before.
    ///
    /// @throws Reused if the operation was asked for before, with another body
    synchronized Operation carryOut(Request request) {
        var earlier = operations.get(request.operation());
        if (earlier != null) {
            if (!earlier.request().equals(request)) {
                throw new Reused();
            }
            return earlier;
        }
        return record(decide(request));
    }

    synchronized Optional<Operation> find(String operation) {
        return Optional.ofNullable(operations.get(operation));
    }

    synchronized Optional<Operation> authorization(String id) {
        return Optional.ofNullable(about(id));
    }

    /// The customer has answered on the page. Does nothing to an authorization that doesn't wait for it.
    synchronized Optional<Operation> answer(String authorization, boolean confirmed) {
        var asked = about(authorization);
        if (asked != null && asked.status() == Status.actionRequired) {
            return Optional.of(record(asked.ended(confirmed ? null : "authentication_failed")));
        }
        return Optional.ofNullable(asked);
    }

    /// The bank decides about a dispute.
    synchronized Optional<Dispute> decide(String dispute, String how) {
        return accounts.values().stream().map(account -> account.dispute)
                .filter(open -> open != null && open.id().equals(dispute)).findAny()
                .map(open -> record(open.decided(how, clock.instant())));
    }

    synchronized void delivered(String event) {
        journal.write(Journal.Line.delivered(event));
    }

    /// How many captures succeeded.
    synchronized long captures() {
        return operations.values().stream().filter(Book::isCapture).count();
    }

    /// What was captured, refunded (in flight or done), and paid out, in each currency.
    synchronized Map<String, Map<String, Long>> totals() {
        var totals = new TreeMap<String, Map<String, Long>>();
        for (var operation : operations.values()) {
            var name = isCapture(operation)
                    ? "captured"
                    : operation.status() == Status.declined
                            ? null
                            : operation.is(Kind.refund)
                                    ? "refunded"
                                    : operation.is(Kind.payout)
                                            ? "paidOut"
                                            : null;
            if (name != null) {
                totals.computeIfAbsent(operation.request().currency(), _ -> new TreeMap<>())
                        .merge(name, operation.request().amount(), Math::addExact);
            }
        }
        return totals;
    }

    /// What moved money in a time, from included, to not included: a line each, oldest first.
    synchronized String settlements(Instant from, Instant to) {
        var lines = new StringBuilder(Settlement.HEADER);
        operations.values().stream().filter(operation -> operation.status() == Status.succeeded)
                .filter(operation -> isCapture(operation) || operation.is(Kind.refund))
                .filter(operation -> !operation.at().isBefore(from) && operation.at().isBefore(to))
                .forEach(operation -> lines.append(Settlement.line(operation)));
        return lines.toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private Operation decide(Request request) {
        var now = clock.instant();
        var kind = request.kind();
        var id = kind.reference(request.operation());
        var about = about(request.on());
        var method = about == null ? request.on() : about.method();
        var until = kind == Kind.authorize ? now.plus(authorizationsLast) : null;
        Function<Status, Operation> open = status -> new Operation(request, id, status, null, method, now, until);
        var forbidden = switch (kind) {
            case authorize, payout -> null;
            case capture -> account(request.on()).refusesCapture(about, request, now);
            case cancel -> account(request.on()).refusesCancel(about, request);
            case refund -> account(request.on()).refusesRefund(about, request);
        };
        if (forbidden != null) {
            return open.apply(Status.pending).ended(forbidden);
        }
        if (kind == Kind.authorize && Magic.asksTheCustomer(method)) {
            return request.returnTo() == null
                    ? open.apply(Status.pending).ended("authentication_required")
                    : open.apply(Status.actionRequired);
        }
        return Magic.takesItsTime(kind, method)
                ? open.apply(Status.pending)
                : open.apply(Status.pending).ended(Magic.refusal(kind, method));
    }

    private Operation record(Operation operation) {
        journal.write(Journal.Line.of(operation));
        keep(operation);
        var about = operation.is(Kind.cancel) ? about(operation.request().on()) : null;
        if (about != null && about.status().isOpen() && operation.status() == Status.succeeded) {
            record(about.ended("canceled"));
        }
        announcer.announce(operation);
        goOnLater(operation);
        return operation;
    }

    private Dispute record(Dispute dispute) {
        journal.write(Journal.Line.of(dispute));
        account(dispute.authorization()).dispute = dispute;
        announcer.announce(dispute);
        return dispute;
    }

    private void goOnLater(Operation operation) {
        if (operation.status() == Status.pending) {
            later(() -> settle(operation.operation()));
        } else if (isCapture(operation) && Magic.isDisputed(operation.method())) {
            var authorization = operation.is(Kind.authorize) ? operation.id() : operation.request().on();
            later(() -> dispute(authorization));
        }
    }

    private synchronized void settle(String operation) {
        var pending = operations.get(operation);
        if (pending != null && pending.status() == Status.pending) {
            record(pending.ended(Magic.refusal(pending.request().kind(), pending.method())));
        }
    }

    private synchronized void dispute(String authorization) {
        var about = about(authorization);
        if (about != null && account(authorization).dispute == null) {
            record(Dispute.about(about, account(authorization).captured(about), clock.instant()));
        }
    }

    private void later(Runnable work) {
        var _ = timer.schedule(work, settleAfter.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void keep(Operation operation) {
        operations.put(operation.operation(), operation);
        if (!operation.is(Kind.payout)) {
            account(operation.is(Kind.authorize) ? operation.id() : operation.request().on()).keep(operation);
        }
    }

    private Account account(String authorization) {
        return accounts.computeIfAbsent(authorization, _ -> new Account());
    }

    private @Nullable Operation about(String id) {
        var prefix = Kind.authorize.reference("");
        return id.startsWith(prefix) ? operations.get(id.substring(prefix.length())) : null;
    }

    private static boolean isCapture(Operation operation) {
        return operation.status() == Status.succeeded
                && (operation.is(Kind.capture) || operation.is(Kind.authorize) && operation.request().whole());
    }
}
