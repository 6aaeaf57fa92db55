package io.mainstay.ledger;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/ledger`: accounts, their balances and statements, and the trial balance.
@RestController
@RequestMapping("/v1/ledger")
@Tag(name = "Ledger")
class LedgerAccountController {

    /// What PostgreSQL and the rest of the API can write.
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final AccountListing accounts;

    LedgerAccountController(AccountListing accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/accounts")
    @Operation(operationId = "listLedgerAccounts", summary = "List accounts of the ledger", description = "Newest first, without their balances. With ownerId: those of that account or organization.")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<Page<AccountResponse>> list(@RequestParam @Nullable LedgerOwner ownerId,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        var page = accounts.list(ownerId, PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/accounts/{id}")
    @Operation(operationId = "readLedgerAccount", summary = "Read an account of the ledger with its balance", description = "The balance of now, or with at that after everything posted until then.")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<AccountResponse> get(@PathVariable LedgerAccountId id, @RequestParam @Nullable Instant at) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(accounts.find(id, bounded(at)).orElseThrow(LedgerAccountController::noAccount));
    }

    @GetMapping("/accounts/{id}/entries")
    @Operation(operationId = "readLedgerStatement", summary = "Read an account's statement", description = "A line per transfer, newest first, with the balance after it; from is included, to isn't.")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<Page<StatementLine>> entries(@PathVariable LedgerAccountId id, @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var page = accounts.statement(id, from == null ? EARLIEST : bounded(from), to == null ? LATEST : bounded(to),
                request).orElseThrow(LedgerAccountController::noAccount);
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/trial-balance")
    @Operation(summary = "Read the trial balance", description = "All that was posted, or with at until then, per currency and code of account. It reads a row per account, and with at each entry on accounts of owners since.")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<TrialBalance> trialBalance(@RequestParam @Nullable Instant at) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(accounts.trialBalance(bounded(at)));
    }

    private static <T extends @Nullable Instant> T bounded(T time) {
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw new Refusal(HttpProblems.MALFORMED_REQUEST, "A time is within the years 1970 to 9999.");
        }
        return time;
    }

    private static Refusal noAccount() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such account in the ledger.");
    }
}
