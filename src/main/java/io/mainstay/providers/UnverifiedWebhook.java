package io.mainstay.providers;

import io.mainstay.problem.Refusal;

/// Nobody knows who wrote this, or when.
public final class UnverifiedWebhook extends Refusal {

    private static final long serialVersionUID = 1;

    /// @param detail reaches the sender
    public UnverifiedWebhook(String detail) {
        super(ProviderProblems.WEBHOOK_UNVERIFIED, detail);
    }
}
