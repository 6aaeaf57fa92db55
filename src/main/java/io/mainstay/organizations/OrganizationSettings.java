package io.mainstay.organizations;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What bounds organizations.
///
/// @param maxPerAccount organizations that an account can belong to
/// @param maxMembers members of an organization
/// @param maxInvitations open invitations of an organization
/// @param maxInvitationsPerHour mails that an organization can have sent within an hour
/// @param invitationLifetime how long an invitation can be accepted
@Validated
@ConfigurationProperties("mainstay.organizations")
record OrganizationSettings(@DefaultValue("20") @Min(1) @Max(1000) int maxPerAccount,
        @DefaultValue("500") @Min(1) @Max(100_000) int maxMembers,
        @DefaultValue("100") @Min(1) @Max(10_000) int maxInvitations,
        @DefaultValue("50") @Min(1) @Max(10_000) int maxInvitationsPerHour,
        @DefaultValue("7d") @DurationMin(minutes = 1) @DurationMax(days = 90) Duration invitationLifetime) {}
