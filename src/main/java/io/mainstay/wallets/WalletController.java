package io.mainstay.wallets;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.jobs.Jobs;
import io.mainstay.ledger.Balance;
import io.mainstay.ledger.LedgerExport;
import io.mainstay.ledger.Period;
import io.mainstay.ledger.TransferId;
import io.mainstay.money.Money;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.payments.PaymentResponse;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/wallets`, `/v1/wallet-transfers`, `/v1/wallet-top-ups`: one's own money with the platform.
@RestController
@Tag(name = "Wallets")
class WalletController {

    private final Idempotency idempotency;
    private final Wallets wallets;
    private final TopUpWallet topUpWallet;
    private final LedgerExport export;

    WalletController(Idempotency idempotency, Wallets wallets, TopUpWallet topUpWallet, LedgerExport export) {
        this.idempotency = idempotency;
        this.wallets = wallets;
        this.topUpWallet = topUpWallet;
        this.export = export;
    }

    /// @param available what can be spent now
    /// @param held what is set aside for payments and withdrawals that aren't done yet
    @Schema(name = "Wallet")
    record WalletResponse(String currency, Money available, Money held) {

        static WalletResponse of(Balance balance) {
            var available = balance.availableMoney();
            var held = Money.of(balance.posted().subtract(balance.available()).longValueExact(), available.currency());
            return new WalletResponse(available.currency(), available, held);
        }
    }

    /// @param data by currency
    @Schema(name = "Wallets")
    record WalletsResponse(List<WalletResponse> data) {}

    @Schema(name = "WalletTransfer")
    record WalletTransferResponse(TransferId id, AccountId to, Money amount) {}

    @GetMapping("/v1/wallets")
    @RequiresPermission(Permission.WALLETS_READ)
    @Operation(summary = "Read one's wallets", description = "One per currency in which one ever had money.")
    WalletsResponse list(Caller caller) {
        return new WalletsResponse(wallets.of(caller.account()).stream().map(WalletResponse::of).toList());
    }

    @GetMapping("/v1/wallets/{currency}/entries")
    @RequiresPermission(Permission.WALLETS_READ)
    @Operation(summary = "Read a wallet's statement", description = "A line per transfer, newest first, with the balance after it.")
    ResponseEntity<Page<WalletEntry>> entries(Caller caller, @PathVariable String currency,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        requireCurrency(currency);
        var page = wallets.entries(caller.account(), currency, PageRequest.of(limit, cursor))
                .map(line -> WalletEntry.of(line, currency));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @PostMapping("/v1/wallets/{currency}/exports")
    @RequiresPermission(Permission.WALLETS_READ)
    @Operation(summary = "Export a wallet's statement", description = "A CSV file, made by a job; credits are what came in.")
    @ApiResponse(responseCode = "202", description = "The job that Location names makes it.")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such currency")
    @ApiResponse(responseCode = "409", description = "`too-many-jobs`")
    ResponseEntity<Jobs.Accepted> export(Caller caller, IdempotentRequest key, @PathVariable String currency,
            @Valid @RequestBody Period period) {
        requireCurrency(currency);
        return idempotency.once(key, () -> Jobs.accepted(export.start(caller.account(),
                WalletAccounts.of(caller.account(), currency).id(), period)));
    }

    private static void requireCurrency(String currency) {
        if (!currency.matches("[A-Z]{3}")) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is no such wallet.");
        }
    }

    @PostMapping("/v1/wallet-top-ups")
    @RequiresPermission(Permission.WALLETS_USE)
    @Operation(summary = "Pay money into one's wallet", description = """
            By a payment, whose end decides. If the provider doesn't answer, the outcome is unknown (202) until the repair job
            has found it: read the payment, don't pay again. What is in a wallet is paid out, not refunded.""")
    @ApiResponse(responseCode = "200", description = "The wallet has it.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "202", description = "The customer has to confirm it, or the outcome isn't known yet; Location names the payment.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "402", description = "`payment-declined`", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(ref = "#/components/schemas/Problem")))
    @ApiResponse(responseCode = "422", description = "`top-up-too-large`")
    ResponseEntity<Object> topUp(Caller caller, IdempotentRequest key, @Valid @RequestBody TopUpRequest request) {
        return idempotency.twice(key, topUpWallet.of(caller.account(), request, "/v1/wallet-top-ups"));
    }

    @PostMapping("/v1/wallet-transfers")
    @RequiresPermission(Permission.WALLETS_USE)
    @Operation(summary = "Give somebody money from one's wallet", description = "At once, or not at all; it can't be taken back.")
    @ApiResponse(responseCode = "201", description = "The recipient has it.")
    @ApiResponse(responseCode = "409", description = "`insufficient-funds`; `balance-out-of-range` for the recipient")
    @ApiResponse(responseCode = "422", description = "`unknown-recipient`, `transfer-to-oneself`")
    ResponseEntity<WalletTransferResponse> transfer(Caller caller, IdempotentRequest key,
            @Valid @RequestBody WalletTransferRequest request) {
        return idempotency.once(key, () -> ResponseEntity.status(HttpStatus.CREATED).body(new WalletTransferResponse(
                wallets.transfer(caller.account(), request), request.to(), request.amount())));
    }
}
