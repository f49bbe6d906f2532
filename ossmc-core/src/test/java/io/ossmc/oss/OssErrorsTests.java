package io.ossmc.oss;

import java.util.Optional;

import io.ossmc.OssModelException;
import io.ossmc.http.HttpStatusFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each cause has a sentence and a remedy of its own. */
class OssErrorsTests {

	private static OssModelException explain(int status, String code, String message) {
		return OssErrors.explain("oss://models/a\nb",
				new HttpStatusFailure(status, code, message, "R1\u202e", Optional.empty(), Optional.empty()),
				"https://oss.example.com (see ossmc.address-style)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "403 | AccessDenied | no | refuses access | oss:GetObject",
			"403 | '' | '' | refuses access | oss:GetObject",
			"403 | AccessDenied | This request is forbidden by kms. | encrypted with a KMS key | kms:Decrypt",
			"403 | KmsServiceNotEnabled | off | encrypted with a KMS key | kms:Decrypt",
			"403 | AccessDenied | Request has expired. | had expired | NTP",
			"403 | AccessDenied | Access denied for requester pay bucket | requester pays | owner",
			"403 | RequestTimeTooSkewed | too large | clock is more than 15 minutes off | NTP",
			"403 | InvalidObjectState | not valid | archived (InvalidObjectState) | real-time access of Archive",
			"403 | SignatureDoesNotMatch | no | refuses the signature | ossmc.address-style",
			"403 | SecurityTokenExpired | no | refuses the security token | Renew",
			"404 | SymlinkTargetNotExist | no | points to an object that is not there | target",
			"409 | InvalidTargetType | no | points to another symlink | object itself",
			"404 | NoSuchBucket | no | no bucket \"models\" at https://oss.example.com (see ossmc.address-style) | region",
			"400 | InvalidBucketName | no | does not accept the request | ossmc.endpoint",
			"500 | InternalError | no | failed on | tried again by itself" })
	void refusalsAreExplained(int status, String code, String message, String problem, String remedy) {
		OssModelException explained = explain(status, code, message);
		assertThat(explained.problem()).contains(problem);
		assertThat(explained.remedy()).contains(remedy);
		assertThat(explained.getMessage()).doesNotContain("\n", "\u202e").contains(code);
	}

	@Test
	void whatColdArchivesCannotBeAskedForIsRefusedAtOnce() {
		StorageClasses.requireReadable("oss://models/a", "Standard", false);
		StorageClasses.requireReadable("oss://models/a", "Archive", false);
		StorageClasses.requireReadable("oss://models/a", "ColdArchive", true);
		for (String cold : new String[] { "ColdArchive", "DeepColdArchive" }) {
			assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(OssModelException.class,
					() -> StorageClasses.requireReadable("oss://models/a", cold, false)))
				.hasMessageContaining("is archived (" + cold + ")")
				.hasMessageContaining("ossutil restore");
		}
	}

}
