package io.mainstay.throttling;

import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.Counters.Counted;
import io.mainstay.throttling.Counters.Wanted;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Slows down guessing, per account and per network address: the first few failures are free, then each doubles a pause.
/// Nobody is locked out: the pauses end, and a device that an account was signed in from before has a counter of its own,
/// which strangers don't touch. A device is a browser that was given a secret, or else a network.
///
/// The counters are in PostgreSQL, so all instances count together. While the database is away nothing is let through:
/// the call throws what the data access throws, which ends as a 503. Who is meant is told by a text alone, never by
/// whether it exists: an address without an account is answered like one with it, in the same time.
@Service
public class Throttle {

    private final Counters counters;
    private final Pseudonyms pseudonyms;
    private final ThrottlingSettings settings;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;

    Throttle(Counters counters, Pseudonyms pseudonyms, ThrottlingSettings settings,
            PlatformTransactionManager transactions, MeterRegistry meters) {
        this.counters = counters;
        this.pseudonyms = pseudonyms;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        // what counts must not be undone by the caller's refusal
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.meters = meters;
    }

    /// Counts a try as a failure before it's made, so that any number at once are no more than the limit. Call it before
    /// any costly work and outside of transactions, and afterwards, if it wasn't a failure, [#passed] or [#withdraw].
    ///
    /// @param subject the account that is tried, as its name or address was typed, whether it exists or not
    /// @throws Refusal `too-many-attempts` with the seconds to wait; such a try counts for nothing
    public Admission admit(ThrottledAction action, String subject, Origin origin) {
        var network = Network.of(origin.address());
        // a browser that has a secret is told from others of its network
        var devices = origin.device() == null ? List.of(network) : List.of("browser " + origin.device(), network);
        var known = devices.stream().map(device -> pseudonyms.of("device\n" + subject + "\n" + device)).toList();
        var account = key(action, "account", subject);
        var address = key(action, "address", network);
        var onDevices = devices.stream().map(device -> key(action, "device", subject + "\n" + device)).toList();
        var outcome = count(known, wanted(account, address, onDevices));
        if (!outcome.admitted()) {
            throw refusal(action, outcome);
        }
        if (outcome.device() == 0) {
            return new Admission(account, List.of(account, address), known);
        }
        var own = onDevices.get(outcome.device() - 1);
        return new Admission(own, List.of(own), known);
    }

    /// The one who tried is who they say: the account's failures are forgiven, and the device is known from now on. The
    /// network address gets back no more than this try, or an attacker's own account would clear it.
    public void passed(Admission admission) {
        counters.forgive(admission.own(), admission.devices());
        admission.shared().forEach(counters::uncount);
    }

    /// The try came to nothing, by no fault of who made it.
    public void withdraw(Admission admission) {
        admission.counted().forEach(counters::uncount);
    }

    private List<Wanted> wanted(byte[] account, byte[] address, List<byte[]> onDevices) {
        var wanted = new ArrayList<Wanted>();
        wanted.add(new Wanted(account, settings.perAccount(), settings.accountForgiveness(), 0));
        wanted.add(new Wanted(address, settings.perAddress(), settings.addressForgiveness(), 0));
        for (var key : onDevices) {
            // the first device of the list is number 1
            wanted.add(new Wanted(key, settings.perAccount(), settings.accountForgiveness(), wanted.size() - 1));
        }
        return wanted;
    }

    private Counted count(List<byte[]> devices, List<Wanted> wanted) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var counted = counters.count(devices, wanted);
            if (!counted.admitted()) {
                status.setRollbackOnly();
            }
            return counted;
        }));
    }

    private Refusal refusal(ThrottledAction action, Counted outcome) {
        meters.counter("mainstay.throttled", "action", action.name()).increment();
        return new Refusal(ThrottlingProblems.TOO_MANY_ATTEMPTS, "Wait before you try again.",
                Map.of(Refusal.RETRY_AFTER_SECONDS, outcome.waitSeconds()));
    }

    private byte[] key(ThrottledAction action, String kind, String value) {
        return pseudonyms.of(action.name() + "\n" + kind + "\n" + value);
    }
}
