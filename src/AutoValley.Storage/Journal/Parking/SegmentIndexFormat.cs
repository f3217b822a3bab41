namespace AutoValley.Storage.Journal.Parking;

/// <summary>Sizes and names of segment indices; FORMAT.md of the journal draws them.</summary>
internal static class SegmentIndexFormat
{
    public const string Extension = ".index";
    public const int HeaderSize = 88;
    public const int RangeSize = 24;
    public const int VehicleSize = 40;

    /// <summary>Where the head's check sum stands, which is over the rest of the head.</summary>
    public const int HeadCheckAt = 80;

    public static ReadOnlySpan<byte> Magic => "AVJIDX\x01\x00"u8;

    /// <summary>The index of a segment, by the name of its file.</summary>
    public static string FileName(string segment) => segment + Extension;
}
