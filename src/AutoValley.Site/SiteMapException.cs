namespace AutoValley.Site;

/// <summary>A map is unusable. The message names the feature (index and name) and the reason.</summary>
public sealed class SiteMapException(string message, Exception? inner = null) : Exception(message, inner);
