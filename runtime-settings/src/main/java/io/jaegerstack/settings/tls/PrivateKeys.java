package io.jaegerstack.settings.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/// The private key of a certificate, in each of the forms that OpenSSL writes: PKCS #8 (`PRIVATE
/// KEY`), PKCS #1 (`RSA PRIVATE KEY`) and SEC 1 (`EC PRIVATE KEY`).
final class PrivateKeys {
  private static final byte[] PROBE = "a key fits".getBytes(StandardCharsets.US_ASCII);

  /// Tags of DER.
  private static final int SEQUENCE = 0x30;

  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /// @param owner of the certificate that the key belongs to
  /// @throws io.jaegerstack.settings.SettingException where there is no key, or one that does not
  ///   fit
  static PrivateKey of(TlsFile file, byte[] content, PublicKey owner, TlsFile certificate) {
    Pem block =
        file.blocks(content).stream()
            .filter(Pem::isPrivateKey)
            .findFirst()
            .orElseThrow(() -> file.unusable("which has no private key in it"));
    if (block.encrypted()) {
      throw file.unusable("whose key is encrypted");
    }
    try {
      byte[] pkcs8 = block.type().equals("PRIVATE KEY") ? block.der() : wrapped(block.der(), owner);
      PrivateKey key =
          KeyFactory.getInstance(owner.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (fits(key, owner)) {
        return key;
      }
    } catch (GeneralSecurityException | RuntimeException otherKind) {
      throw doesNotFit(file, owner, certificate);
    }
    throw doesNotFit(file, owner, certificate);
  }

  private static RuntimeException doesNotFit(TlsFile file, PublicKey owner, TlsFile certificate) {
    return file.unusable(
        "whose key is not the %s key of the certificate in %s"
            .formatted(owner.getAlgorithm(), certificate.path()));
  }

  private static boolean fits(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
    if (key instanceof RSAKey ours && owner instanceof RSAKey theirs) {
      return ours.getModulus().equals(theirs.getModulus());
    }
    boolean isEc = owner.getAlgorithm().equals("EC");
    var signing = Signature.getInstance(isEc ? "SHA256withECDSA" : owner.getAlgorithm());
    signing.initSign(key);
    signing.update(PROBE);
    byte[] signature = signing.sign();
    signing.initVerify(owner);
    signing.update(PROBE);
    return signing.verify(signature);
  }

  /// PKCS #8 around an older form: its version, the kind of key, and the older form. The kind is
  /// written at the start of the certificate's public key in the same words.
  private static byte[] wrapped(byte[] older, PublicKey owner) {
    byte[] publicKey = owner.getEncoded();
    int kindAt = headLength(publicKey, 0);
    byte[] kind = Arrays.copyOfRange(publicKey, kindAt, kindAt + length(publicKey, kindAt));
    var inner = new ByteArrayOutputStream();
    inner.writeBytes(VERSION_0);
    inner.writeBytes(kind);
    inner.writeBytes(der(OCTET_STRING, older));
    return der(SEQUENCE, inner.toByteArray());
  }

  /// Bytes of tag and length at `at`.
  private static int headLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  /// Bytes of the whole element at `at`.
  private static int length(byte[] der, int at) {
    int head = headLength(der, at);
    int length = head == 2 ? der[at + 1] : 0;
    for (int i = at + 2; i < at + head; i++) {
      length = length << 8 | der[i] & 0xff;
    }
    return head + length;
  }

  private static byte[] der(int tag, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 4);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      // 24 bits are more than any file that is read here.
      out.write(0x83);
      out.write(content.length >> 16);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private PrivateKeys() {}
}
