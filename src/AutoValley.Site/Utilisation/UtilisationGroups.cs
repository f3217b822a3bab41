namespace AutoValley.Site.Utilisation;

/// <summary>What rows are told apart by, beside the zone.</summary>
[Flags]
public enum UtilisationGroups
{
    /// <summary>One row a zone.</summary>
    None = 0,

    /// <summary>By organisation.</summary>
    Organisation = 1,

    /// <summary>By vehicle, which has its organisation.</summary>
    Vehicle = 2,

    /// <summary>By run; the time outside of all runs of a vehicle is a row without one. Where runs of a vehicle overlap, each has the whole time.</summary>
    Run = 4,
}
