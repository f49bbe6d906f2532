package io.ossmc.emulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;

/** One version of a file, sent by the kernel where the connection allows it. */
record FileContent(FileVersion version, FileDigests digests) implements Content {

	@Override
	public long size() {
		return this.version.size();
	}

	@Override
	public long crc64() throws IOException {
		return this.digests.crc64(this.version);
	}

	@Override
	public Reader open() throws IOException {
		FileChannel channel = FileChannel.open(this.version.path(),
				Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
		try {
			if (!FileVersion.of(this.version.path()).equals(this.version)) {
				throw new IOException("changed while it was being opened: " + this.version.path());
			}
			return new FileReader(channel, this.version);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * The channel keeps the version's inode, also when the name is given to another file.
	 */
	private record FileReader(FileChannel channel, FileVersion version) implements Reader {

		@Override
		public ByteBuf read(ByteBufAllocator allocator, long position, int length) throws IOException {
			requireUnchanged();
			ByteBuf buffer = allocator.directBuffer(length, length);
			try {
				while (buffer.writerIndex() < length) {
					int read = buffer.writeBytes(this.channel, position + buffer.writerIndex(),
							length - buffer.writerIndex());
					if (read < 0) {
						throw new IOException("the file became shorter while it was served");
					}
				}
				return buffer;
			}
			catch (IOException | RuntimeException ex) {
				buffer.release();
				throw ex;
			}
		}

		@Override
		public Object transferable(ByteBufAllocator allocator, long position, int length) throws IOException {
			requireUnchanged();
			return new DefaultFileRegion(this.channel, position, length) {
				@Override
				protected void deallocate() {
					// The channel serves the whole reply and is closed with it.
				}
			};
		}

		/**
		 * Written to in place, the old bytes are lost; replaced by another file, or
		 * deleted, they are not.
		 */
		private void requireUnchanged() throws IOException {
			try {
				FileVersion now = FileVersion.of(this.version.path());
				if (now.inode().equals(this.version.inode()) && !now.equals(this.version)) {
					throw new IOException("written to while it was served: " + this.version.path());
				}
			}
			catch (NoSuchFileException ex) {
				// The channel still has it.
			}
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
