package io.mainstay.ledger;

import io.mainstay.caller.AccountId;
import io.mainstay.jobs.CsvFile;
import io.mainstay.jobs.JobId;
import io.mainstay.jobs.JobKind;
import io.mainstay.jobs.Jobs;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// An account's statement as a CSV file, made by a job: a line per transfer, newest first, all of them as they were at one
/// moment.
@Service
public class LedgerExport implements JobKind {

    private static final String NAME = "ledgerExport";
    private static final int PAGE = 1000;
    private static final UUID LAST = new UUID(-1, -1);
    private static final List<String> HEADER = List.of("postedAt", "transferId", "reference", "description", "message",
            "currency", "debits", "credits", "heldDebits", "heldCredits", "balance");

    private final Statements statements;
    private final Balances balances;
    private final Jobs jobs;
    private final JsonMapper json;
    private final Clock clock;

    LedgerExport(Statements statements, Balances balances, Jobs jobs, JsonMapper json, Clock clock) {
        this.statements = statements;
        this.balances = balances;
        this.jobs = jobs;
        this.json = json;
        this.clock = clock;
    }

    record Parameters(LedgerAccountId account, Instant from, Instant to) {}

    /// @param owner who asks, and may see the account: the caller has decided that
    /// @throws io.mainstay.problem.Refusal as [Jobs#start]
    @Transactional(propagation = Propagation.MANDATORY)
    public JobId start(AccountId owner, LedgerAccountId account, Period period) {
        var to = period.to() == null ? clock.instant() : period.to();
        var from = period.from() == null ? Instant.EPOCH : period.from();
        return jobs.start(owner, NAME, new Parameters(account, from, to), null);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isOnOneSnapshot() {
        return true;
    }

    @Override
    public Result run(Task task) {
        var wanted = json.readValue(task.parameters(), Parameters.class);
        var currency = balances.of(wanted.account, null).map(account -> account.account().currency()).orElse("");
        var csv = new CsvFile(task.maxFileBytes(), HEADER);
        var after = new Keyset(wanted.to, LAST);
        var lines = 0;
        while (true) {
            var page = statements.of(wanted.account, wanted.from, wanted.to, new PageRequest(after, PAGE))
                    // nothing was ever posted to it
                    .orElseGet(() -> new Page<>(List.of(), null));
            for (var line : page.data()) {
                csv.add(line.postedAt(), line.transferId(), line.reference(), line.description(),
                        Objects.toString(line.message(), ""), currency, line.debits(), line.credits(),
                        line.heldDebits(), line.heldCredits(), line.balance());
            }
            lines += page.data().size();
            if (page.nextCursor() == null) {
                return new Result(Map.of("lines", lines), new File("statement.csv", "text/csv", csv.content()));
            }
            var last = page.data().getLast();
            after = new Keyset(last.postedAt(), last.transferId().value());
        }
    }
}
