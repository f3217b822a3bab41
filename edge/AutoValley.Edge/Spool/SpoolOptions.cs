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

    public SpoolSync Sync { get; init; } = SpoolSync.Interval;

    /// <summary>Writes to a segment; replaced by tests that fill the disk.</summary>
    public SpoolWrite Write { get; init; } = RandomAccess.Write;
}

/// <summary>Writes all bytes at an offset of a file.</summary>
internal delegate void SpoolWrite(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);
