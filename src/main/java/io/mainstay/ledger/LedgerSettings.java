package io.mainstay.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How much the ledger's timers do at once.
///
/// @param expiryBatch overdue holds that one statement ends
/// @param foldBatch entries of one account that one statement folds into its balance; more if one transaction wrote more
/// @param foldAccounts accounts that one statement folds
/// @param maxRounds statements of one kind in one round of the timer
@Validated
@ConfigurationProperties("mainstay.ledger")
record LedgerSettings(@DefaultValue("100") @Min(1) @Max(1000) int expiryBatch,
        @DefaultValue("5000") @Min(1) @Max(100_000) int foldBatch,
        @DefaultValue("20") @Min(1) @Max(1000) int foldAccounts,
        @DefaultValue("50") @Min(1) @Max(1000) int maxRounds) {}
