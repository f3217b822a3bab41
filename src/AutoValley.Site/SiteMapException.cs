namespace AutoValley.Site;

/// <summary>A map is unusable. The message names the file and line where there are any, the feature (index and name) and the reason.</summary>
public sealed class SiteMapException : Exception
{
    /// <param name="reason">What is wrong, with the feature it is wrong with.</param>
    /// <param name="inner">What found it.</param>
    public SiteMapException(string reason, Exception? inner = null)
        : this(null, null, reason, inner)
    {
    }

    /// <param name="file">For people; null where it is not known.</param>
    /// <param name="line">Counted from 1; null where there is none.</param>
    /// <param name="reason">What is wrong, with the feature it is wrong with.</param>
    /// <param name="inner">What found it.</param>
    public SiteMapException(string? file, int? line, string reason, Exception? inner = null)
        : base(string.Join(": ", Parts(file, line, reason)), inner)
    {
        (File, Line, Reason) = (file, line, reason);
    }

    /// <summary>The map's file; null where it is not known.</summary>
    public string? File { get; }

    /// <summary>Counted from 1; null where there is none.</summary>
    public int? Line { get; }

    /// <summary>What is wrong, without file and line.</summary>
    public string Reason { get; }

    /// <summary>Makes something of shapes alone; an error there, which does not know where in the file it is, is told by the caller's words.</summary>
    internal static T Locate<T>(Func<T> make, Func<string, SiteMapException> fail)
    {
        try
        {
            return make();
        }
        catch (SiteMapException exception) when (exception.Line is null)
        {
            throw fail(exception.Reason);
        }
    }

    private static IEnumerable<string> Parts(string? file, int? line, string reason)
    {
        if (file is not null)
            yield return file;
        if (line is not null)
            yield return $"line {line}";
        yield return reason;
    }
}
