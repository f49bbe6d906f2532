/**
 * CRC-64/XZ, the checksum OSS keeps of every object ({@code x-oss-hash-crc64ecma}).
 * <p>
 * <b>The polynomial.</b> ECMA-182 ({@code 0x42F0E1EBA9EA3693}), bits reflected
 * ({@code 0xC96C5795D7870F42}), register preset to ones and inverted at the end; the
 * check value of {@code "123456789"} is {@code 995dc9bbdf1939fa}. As in zlib, a value
 * handed to the caller is always the finished checksum: the empty sequence has 0, and
 * {@code update(update(0, a), b)} is the checksum of {@code ab}.
 * <p>
 * <b>Who computes it.</b> Carry-less multiplication makes this checksum nearly free, and
 * Java has no such instruction. ISA-L ({@code libisal.so.2}) and xz
 * ({@code liblzma.so.5}) do, and the latter is on nearly every Linux; they are called
 * through the Foreign Function &amp; Memory API, no native code of ours. Whatever is
 * found has to agree with our Java code on a set of awkward lengths and alignments before
 * it is used. Where nothing is found, or native access is denied, the Java code
 * (slicing-by-16, Kounavis and Berry, "A Systematic Approach to Building High Performance
 * Software-based CRC Generators", 2005) serves alone.
 * <p>
 * <b>Combining.</b> Parts arrive in any order and are checked while they are hot. With
 * the register's preset and inversion cancelling out,
 * {@code crc(ab) = crc(a) · x^(8·|b|) + crc(b)} modulo the polynomial; powers
 * {@code x^(8·2^k)} are computed once, so that combining needs one multiplication per bit
 * set in {@code |b|}. Polynomials are kept reflected: the most significant bit is the
 * coefficient of {@code x^0}.
 */
@NullMarked
package io.ossmc.checksum;

import org.jspecify.annotations.NullMarked;
