package io.ossmc.starter;

import java.io.File;
import java.util.List;

import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;

/** Finds the poms of our own modules where they are written. */
final class SourceTree implements WorkspaceReader {

	private final String modules;

	SourceTree(String modules) {
		this.modules = modules;
	}

	@Override
	public WorkspaceRepository getRepository() {
		return new WorkspaceRepository("source tree");
	}

	@Override
	public File findArtifact(Artifact artifact) {
		if (!artifact.getGroupId().equals("io.ossmc") || !artifact.getExtension().equals("pom")) {
			return null;
		}
		String module = artifact.getArtifactId().equals("ossmc-parent") ? "." : artifact.getArtifactId();
		return new File(this.modules, module + "/pom.xml");
	}

	@Override
	public List<String> findVersions(Artifact artifact) {
		return List.of();
	}

}
