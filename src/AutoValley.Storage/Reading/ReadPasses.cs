namespace AutoValley.Storage.Reading;

/// <summary>Two passes that end together.</summary>
internal sealed class ReadPasses(IDisposable one, IDisposable other) : IDisposable
{
    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }
}
