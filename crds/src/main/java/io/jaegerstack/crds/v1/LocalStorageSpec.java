package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// Spans on a volume of the backend pod.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.size) || (isQuantity(string(self.size))"
            + " && !quantity(string(self.size)).isLessThan(quantity('256Mi'))"
            + " && !quantity(string(self.size)).isGreaterThan(quantity('64Ti')))",
    fieldPath = ".size",
    message =
        "spec.storage.local.size is no quantity from 256Mi to 64Ti, expected bytes such as 20Gi")
@ValidationRule(
    value =
        "!quantity(has(self.size) && isQuantity(string(self.size)) ? string(self.size) : '10Gi')"
            + ".isLessThan(quantity(has(oldSelf.size) && isQuantity(string(oldSelf.size)) ? string(oldSelf.size) : '10Gi'))",
    fieldPath = ".size",
    message =
        "spec.storage.local.size is less than it was (10Gi where it is missing), expected at least as much: a volume can grow, not shrink")
@ValidationRule(
    value =
        "!has(oldSelf.storageClassName)"
            + " || (has(self.storageClassName) && self.storageClassName == oldSelf.storageClassName)",
    fieldPath = ".storageClassName",
    message =
        "spec.storage.local.storageClassName has changed, expected what it was: a volume stays in its class")
public record LocalStorageSpec(
    @JsonPropertyDescription(
            "Bytes of the volume, of which stored spans take at most 80%; when that is full, the oldest leave first and are counted. It may grow later where the StorageClass allows it. Default: 10Gi.")
        @Nullable Quantity size,
    @JsonPropertyDescription(
            "Name of the StorageClass that provides the volume. Default: the cluster's default class.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription(
            "How long spans are kept, in hours, minutes and seconds, such as 168h. Default: as long as there is room.")
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @Size(min = 2, max = 16)
        @Nullable String maxAge,
    @JsonPropertyDescription(
            "What becomes of the volume and its spans when the stack is deleted, or gets another type of storage. Delete: they go too. Retain: the claim stays, and a stack of the same name takes it up again. Default: Delete.")
        @Nullable DeletionPolicy deletionPolicy) {}
