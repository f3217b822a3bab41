namespace AutoValley.Site.Occupancy;

/// <summary>How well a fix tells where the vehicle is.</summary>
/// <param name="Metres">It is within them of its place.</param>
/// <param name="Least">What is said of a zone it seems to be clear of: a fix without accuracy takes no vehicle out of a zone.</param>
/// <param name="Most">What is said of a zone it seems to be deep in: a fix in doubt brings no vehicle surely into one.</param>
internal readonly record struct Margin(double Metres, Nearness Least, Nearness Most)
{
    /// <summary>The two without the metres.</summary>
    public (Nearness Least, Nearness Most) Limits => (Least, Most);

    public Nearness Limit(Nearness nearness) => nearness < Least ? Least : nearness > Most ? Most : nearness;
}
