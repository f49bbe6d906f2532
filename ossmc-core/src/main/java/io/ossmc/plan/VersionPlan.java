package io.ossmc.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.ossmc.ListOptions;
import io.ossmc.ModelSpec;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelNotFoundException;
import io.ossmc.OssUri;
import io.ossmc.listing.Helpers;
import io.ossmc.listing.Listing;
import io.ossmc.oss.ListedObject;
import io.ossmc.oss.ObjectStore;
import io.ossmc.oss.ObjectVersion;
import io.ossmc.oss.StorageClasses;
import io.ossmc.text.Amounts;
import io.ossmc.text.ServerText;

/**
 * What a model consists of at the moment of a listing.
 *
 * @param uri the model's directory
 * @param files in the order of their names
 * @param version hash of keys and ETags
 * @param remarks what people should know about it, each a sentence without its end
 */
public record VersionPlan(OssUri uri, List<PlannedFile> files, String version, List<String> remarks) {

	/**
	 * Lists the model and checks that all of it can be fetched and stored. What is a
	 * symlink is described as what it leads to.
	 * @param helpers ask for pages and symlinks
	 * @param limits how far the listing is followed
	 * @throws io.ossmc.OssModelException if it cannot be listed, or something in it is
	 * not to be had
	 * @throws InterruptedException if the thread was interrupted
	 */
	public static VersionPlan of(ModelSpec spec, ObjectStore store, Helpers helpers, PlanLimits limits)
			throws InterruptedException {
		OssUri uri = OssUri.parse(spec.uri()).asDirectory();
		FileFilter filter = new FileFilter(spec);
		List<PlannedFile> files = new ArrayList<>();
		List<PlannedFile> links = new ArrayList<>();
		int seen = 0;
		try (var listing = Listing.of(store, uri, ListOptions.recursive(), helpers, () -> limits.goesOn(uri))) {
			for (ListedObject listed : (Iterable<ListedObject>) listing::iterator) {
				limits.listed(uri);
				ObjectSummary object = listed.summary();
				PlannedFile file = file(uri, object);
				boolean wanted = filter.wants(file.name());
				if (object.key().endsWith("/")) {
					if (wanted) {
						requireMarker(listed);
					}
					continue;
				}
				seen++;
				if (wanted) {
					requireReadable(listed);
					limits.kept(uri, object);
					(listed.symlink() ? links : files).add(file);
				}
			}
		}
		if (!links.isEmpty()) {
			files.addAll(SymlinkTargets.of(links, store, helpers.threads()));
			files.sort(Comparator.comparing((file) -> file.object().uri().key().getBytes(StandardCharsets.UTF_8),
					Arrays::compareUnsigned));
		}
		if (files.isEmpty()) {
			throw nothing(uri, seen, filter);
		}
		FileNames.requireUsable(files);
		return new VersionPlan(uri, List.copyOf(files), hash(files), filter.remarks());
	}

	private static PlannedFile file(OssUri uri, ObjectSummary object) {
		return new PlannedFile(object.key().substring(uri.key().length()),
				new ObjectVersion(uri.withKey(object.key()), object.etag(), object.size()), null);
	}

	/** A link's own storage class says nothing of its target. */
	private static void requireReadable(ListedObject listed) {
		if (!listed.symlink()) {
			StorageClasses.requireReadable(listed.summary().uri(), listed.summary().storageClass(), listed.restored());
		}
	}

	private static void requireMarker(ListedObject listed) {
		ObjectSummary object = listed.summary();
		if (listed.symlink() || object.size() > 0) {
			throw new OssModelConfigurationException(
					"The object " + ServerText.shown(object.uri()) + " ends like a folder but "
							+ (listed.symlink() ? "is a symlink."
									: "holds " + Amounts.count(object.size(), "byte") + "."),
					"Rename it, leave it out (exclude), or read it with open(uri).");
		}
	}

	private static OssModelNotFoundException nothing(OssUri uri, int seen, FileFilter filter) {
		String shown = ServerText.shown(uri.toString());
		if (seen > 0) {
			List<String> remarks = filter.remarks();
			return new OssModelNotFoundException(
					"Of " + Amounts.count(seen, "object") + " below " + shown + " none is included"
							+ (remarks.isEmpty() ? "" : ": " + String.join("; ", remarks)) + ".",
					"Check the model's include and exclude patterns.");
		}
		return new OssModelNotFoundException("There are no objects below " + shown + ".",
				"Check the URI: a model is a directory (keys are case-sensitive); a single object is read with open(uri).");
	}

	private static String hash(List<PlannedFile> files) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (PlannedFile file : files) {
				digest.update(
						(file.object().uri().key() + "\0" + file.object().etag() + "\0" + file.object().size() + "\0")
							.getBytes(StandardCharsets.UTF_8));
			}
			return HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public List<String> names() {
		return this.files.stream().map(PlannedFile::name).toList();
	}

	/** The directories its files are in, but for its own; few, however many files. */
	public Set<String> directories() {
		Set<String> directories = new LinkedHashSet<>();
		for (PlannedFile file : this.files) {
			int slash = file.name().lastIndexOf('/');
			if (slash > 0) {
				directories.add(file.name().substring(0, slash));
			}
		}
		return directories;
	}

	/** All bytes, as far as a {@code long} goes. */
	public long bytes() {
		return Amounts.sum(this.files.stream().mapToLong((file) -> file.object().size()));
	}

	/** For messages and logs. */
	@Override
	public String toString() {
		return ServerText.shown(this.uri.toString()) + ", version " + this.version;
	}

}
