using AutoValley.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>Where the spool lies and how large it grows.</summary>
internal sealed record SpoolOptions
{
    public required string Folder { get; init; }

    /// <summary>The one vehicle whose batches lie in the folder.</summary>
    public required VehicleName Vehicle { get; init; }

    /// <summary>Most bytes of all segments; the oldest segment goes when the next record would exceed it.</summary>
    public long MaximumBytes { get; init; } = 1L << 30;

    /// <summary>A segment is closed when the next record would make it larger.</summary>
    public int SegmentBytes { get; init; } = 4 << 20;

    /// <summary>What waits longer goes, and is counted; null for never.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Most bytes of segments that are acknowledged as a whole and kept to be sent again; they count in <see cref="MaximumBytes"/>.</summary>
    public long ArchiveBytes { get; init; }

    /// <summary>Most bytes of batches in memory while the disk takes none; the oldest part goes when there are more.</summary>
    public int MemoryBytes { get; init; } = 16 << 20;

    /// <summary>Its monotonic time tells how long batches wait.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the agent took of its sources, and the spool has; null for a spool that is no agent's.</summary>
    public SampleLedger? Ledger { get; init; }

    public SpoolSync Sync { get; init; } = SpoolSync.Interval;

    /// <summary>Writes to a segment; replaced by tests that fill the disk.</summary>
    public SpoolWrite Write { get; init; } = RandomAccess.Write;
}

/// <summary>Writes all bytes at an offset of a file.</summary>
internal delegate void SpoolWrite(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);
