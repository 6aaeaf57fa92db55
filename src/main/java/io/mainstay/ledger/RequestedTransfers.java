package io.mainstay.ledger;

import io.mainstay.caller.Caller;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Problems.Violation;
import io.mainstay.problem.Refusal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Turns requests into transfers, with what PostgreSQL would refuse said where it is: in which entry of which transfer.
@Component
class RequestedTransfers {

    private static final Duration LONGEST_HOLD = Duration.ofDays(366);
    /// The 4 KB that PostgreSQL takes, less what [#postedBy] and blanks between the pairs need.
    private static final int MAX_METADATA_BYTES = 3900;

    private final AccountListing accounts;
    private final JsonMapper json;
    private final Clock clock;

    RequestedTransfers(AccountListing accounts, JsonMapper json, Clock clock) {
        this.accounts = accounts;
        this.json = json;
        this.clock = clock;
    }

    /// Either a transfer or what is wrong with it.
    record Requested(Optional<Transfer> transfer, Optional<Refusal> refusal) {

        Transfer orRefused() {
            refusal.ifPresent(refusal -> {
                throw refusal;
            });
            return transfer.orElseThrow();
        }
    }

    /// In the same order. One look at the accounts, whose ids the requests name.
    ///
    /// @param path the JSON Pointer to the request at an index
    List<Requested> of(List<TransferRequest> requests, IntFunction<String> path, Caller by) {
        var ids = requests.stream().flatMap(request -> request.entries().stream())
                .map(TransferRequest.Entry::accountId).distinct().toList();
        var known = accounts.named(ids).stream().collect(Collectors.toMap(LedgerAccount::id, Function.identity()));
        return IntStream.range(0, requests.size())
                .mapToObj(index -> requested(requests.get(index), path.apply(index), known, by)).toList();
    }

    private Requested requested(TransferRequest request, String path, Map<LedgerAccountId, LedgerAccount> known,
            Caller by) {
        try {
            return new Requested(Optional.of(transfer(request, path, known, by)), Optional.empty());
        } catch (Refusal refusal) {
            return new Requested(Optional.empty(), Optional.of(refusal));
        }
    }

    private Transfer transfer(TransferRequest request, String path, Map<LedgerAccountId, LedgerAccount> known,
            Caller by) {
        requireWithinBounds(request, path);
        var sums = request.entries().stream().collect(Collectors.groupingBy(entry -> entry.amount().currency(),
                Collectors.reducing(BigInteger.ZERO, RequestedTransfers::signed, BigInteger::add)));
        var draft = Transfer.of(request.reference(), request.description()).metadata(noted(request, by));
        for (var index = 0; index < request.entries().size(); index++) {
            var entry = request.entries().get(index);
            var account = fitting(entry, known.get(entry.accountId()), path + "/entries/" + index);
            switch (entry.direction()) {
                case debit -> draft.debit(account, entry.amount());
                case credit -> draft.credit(account, entry.amount());
            }
        }
        sums.forEach((currency, sum) -> {
            if (sum.signum() != 0) {
                throw new Refusal(LedgerProblems.UNBALANCED,
                        "In " + currency + ", debits less credits are " + sum + ".");
            }
        });
        return draft.balanced();
    }

    private void requireWithinBounds(TransferRequest request, String path) {
        if (json.writeValueAsBytes(request.pairs()).length > MAX_METADATA_BYTES) {
            throw invalid(path + "/metadata", "is more than 3900 bytes of JSON");
        }
        var expiresAt = request.expiresAt();
        if (expiresAt == null) {
            return;
        }
        if (!expiresAt.isAfter(clock.instant()) || expiresAt.isAfter(clock.instant().plus(LONGEST_HOLD))) {
            throw invalid(path + "/expiresAt", "must be in the future and within a year");
        }
        if (request.entries().size() > Transfer.MAX_ENTRIES / 2) {
            throw invalid(path + "/entries", "a hold has at most 50");
        }
    }

    private static LedgerAccount fitting(TransferRequest.Entry entry, @Nullable LedgerAccount account, String path) {
        if (!entry.amount().isPositive()) {
            throw invalid(path + "/amount/amount", "must be greater than or equal to 1");
        }
        if (account == null) {
            throw refused(LedgerProblems.UNKNOWN_ACCOUNT, path + "/accountId", "names no account that is open");
        }
        if (!account.currency().equals(entry.amount().currency())) {
            throw refused(LedgerProblems.WRONG_CURRENCY, path + "/amount/currency",
                    "must be " + account.currency() + ", as the account's");
        }
        return account;
    }

    /// What was sent, and who sent it.
    private static Map<String, String> noted(TransferRequest request, Caller by) {
        var pairs = new HashMap<>(request.pairs());
        pairs.putAll(postedBy(by));
        return pairs;
    }

    /// The metadata by which a transfer names the operator who wanted it.
    static Map<String, String> postedBy(Caller by) {
        return Map.of("postedBy", by.account().toString());
    }

    private static BigInteger signed(TransferRequest.Entry entry) {
        var amount = BigInteger.valueOf(entry.amount().amount());
        return entry.direction() == TransferRequest.Direction.debit ? amount : amount.negate();
    }

    static Refusal invalid(String pointer, String why) {
        return refused(HttpProblems.VALIDATION_FAILED, pointer, why);
    }

    private static Refusal refused(ProblemType type, String pointer, String why) {
        return new Refusal(type, "A value is invalid.", Map.of("errors", List.of(new Violation(pointer, why))));
    }
}
