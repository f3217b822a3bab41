using Xunit;

namespace AutoValley.Testing;

/// <summary>A fact on real input; skipped, with the reason, where <c>../shared/data</c> lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="relative">File or folder below shared/data.</param>
    public SharedDataFactAttribute(string relative)
    {
        Relative = relative;
        if (!SharedData.Has(relative))
            Skip = $"needs ../shared/data/{relative}";
    }

    /// <summary>File or folder below shared/data.</summary>
    public string Relative { get; }
}
