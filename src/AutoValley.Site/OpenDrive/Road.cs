using AutoValley.Site.Geometry;

namespace AutoValley.Site.OpenDrive;

/// <summary>A road of an OpenDRIVE file.</summary>
/// <param name="Id">Unique among the file's roads.</param>
/// <param name="Line">Of the file, for messages.</param>
/// <param name="Length">Metres of its reference line, as the file says.</param>
/// <param name="Junction">The junction it leads through; null for none.</param>
/// <param name="Reference">Its reference line.</param>
internal sealed record Road(string Id, int Line, double Length, string? Junction, ReferenceLine Reference)
{
    private double[]? breaks;

    /// <summary>t of the lanes' centre by s.</summary>
    public required Profile LaneOffset { get; init; }

    /// <summary>Roll by s, radians.</summary>
    public required Profile Superelevation { get; init; }

    /// <summary>By start.</summary>
    public required IReadOnlyList<LaneSection> Sections { get; init; }

    /// <summary>Those of the road's types.</summary>
    public required IReadOnlyList<SpeedLimit> Speeds { get; init; }

    /// <summary>Where the reference line, the lane offset or the roll begin a piece, ascending, each once.</summary>
    public double[] Breaks => breaks ??= [.. Reference.Starts.Concat(LaneOffset.Starts).Concat(Superelevation.Starts).Distinct().Order()];

    /// <summary>
    /// The places of a section's borders at s, in <see cref="LaneSection.BordersAt"/>'s order, as seen from above: a road that rolls is
    /// narrower by the roll's cosine. Slope along s moves nothing, as s is measured in the plane.
    /// </summary>
    public LocalPosition[] BordersAt(LaneSection section, double s)
    {
        var pose = Reference.At(s);
        var flat = Math.Cos(Superelevation.At(s));
        return Array.ConvertAll(section.BordersAt(s, LaneOffset.At(s)), t => pose.Left(t * flat));
    }

    public SiteMapException Fail(string reason) => new(null, Line, $"road \"{Id}\": {reason}");
}
