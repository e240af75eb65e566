package io.jaegerstack.operator.manifests.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Ports;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Where the pods of one template answer probes, while those of the template before still run on
/// the same node and the same ports: a loopback address out of 127.64.0.0/10, made of the template.
/// The kubelet probes agents from their own network, so it reaches each of them.
final class GenerationAddress {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  static HostPort of(PodTemplateSpec template) {
    byte[] digest = sha256(template);
    String host =
        "127.%d.%d.%d"
            .formatted(
                64 + (digest[0] & 0x3f), digest[1] & 0xff, 1 + Math.floorMod(digest[2], 254));
    return new HostPort(host, Ports.AGENT_PROBE);
  }

  private static byte[] sha256(PodTemplateSpec template) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(template));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a pod template cannot be written as JSON", impossible);
    }
  }

  private GenerationAddress() {}
}
