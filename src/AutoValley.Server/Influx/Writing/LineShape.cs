namespace AutoValley.Server.Influx.Writing;

/// <summary>The fields of lines that look alike, in their order: names are compared with what is expected instead of being looked up.</summary>
internal sealed class LineShape(LineSlot[] slots)
{
    /// <summary>One or more.</summary>
    public LineSlot[] Slots { get; } = slots;
}
