package io.ossmc.starter;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.util.graph.visitor.PreorderNodeListGenerator;

/**
 * Collects dependencies as Maven does for a stranger's pom, from the poms of this source
 * tree and, offline, from those that this build has read already. Nothing is installed.
 */
final class ConsumerDependencies {

	private static final String VERSION = System.getProperty("test.version");

	private static final String BOOT_VERSION = System.getProperty("test.spring-boot.version");

	private final RepositorySystem system = new RepositorySystemSupplier().get();

	List<String> ofStarter() throws Exception {
		RepositorySystemSession session = session();
		CollectRequest request = new CollectRequest();
		request.setRoot(new Dependency(new DefaultArtifact("io.ossmc:ossmc-starter:" + VERSION), "compile"));
		request.setManagedDependencies(managedByBoot(session));
		DependencyNode root = this.system.collectDependencies(session, request).getRoot();
		PreorderNodeListGenerator nodes = new PreorderNodeListGenerator();
		root.accept(nodes);
		return nodes.getNodes().stream().map(DependencyNode::getArtifact).map(ConsumerDependencies::show).toList();
	}

	private static String show(Artifact artifact) {
		String name = artifact.getGroupId() + ":" + artifact.getArtifactId();
		return (name.startsWith("com.a") || name.startsWith("commons-logging:")) ? name + ":" + artifact.getVersion()
				: name;
	}

	/** As {@code <scope>import</scope>} does. */
	private List<Dependency> managedByBoot(RepositorySystemSession session) throws Exception {
		ArtifactDescriptorRequest request = new ArtifactDescriptorRequest();
		request.setArtifact(
				new DefaultArtifact("org.springframework.boot", "spring-boot-dependencies", "pom", BOOT_VERSION));
		return new ArrayList<>(this.system.readArtifactDescriptor(session, request).getManagedDependencies());
	}

	private RepositorySystemSession session() {
		DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
		session.setOffline(true);
		session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
		session.setSystemProperties(System.getProperties());
		session.setWorkspaceReader(new SourceTree(System.getProperty("test.modules")));
		// "simple": no matter which repository an artifact came from, it is there.
		session.setLocalRepositoryManager(this.system.newLocalRepositoryManager(session,
				new LocalRepository(new File(System.getProperty("test.local-repository")), "simple")));
		return session;
	}

}
