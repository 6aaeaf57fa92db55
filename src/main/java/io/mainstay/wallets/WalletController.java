package io.mainstay.wallets;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.ledger.Balance;
import io.mainstay.ledger.TransferId;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/wallets`, `/v1/wallet-transfers`: one's own money with the platform.
@RestController
@Tag(name = "Wallets")
class WalletController {

    private final Idempotency idempotency;
    private final Wallets wallets;

    WalletController(Idempotency idempotency, Wallets wallets) {
        this.idempotency = idempotency;
        this.wallets = wallets;
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
