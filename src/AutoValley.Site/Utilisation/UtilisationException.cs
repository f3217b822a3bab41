namespace AutoValley.Site.Utilisation;

/// <summary>A report would be larger than it may be.</summary>
public sealed class UtilisationException(string message) : Exception(message);
