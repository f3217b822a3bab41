namespace AutoValley.Server.Demo;

/// <summary>Where the demo keeps data and spools; a folder that nobody asked for is deleted at the end.</summary>
internal sealed class DemoFolders : IDisposable
{
    private readonly string? temporary;

    public DemoFolders(string asked, bool keep)
    {
        temporary = keep ? null : Directory.CreateTempSubdirectory("autovalley-demo-").FullName;
        Data = temporary is null ? asked : Path.Combine(temporary, "data");
        Spool = Path.Combine(temporary ?? asked, "spool");
    }

    /// <summary>The server's data folder.</summary>
    public string Data { get; }

    /// <summary>Holds a spool folder a vehicle.</summary>
    public string Spool { get; }

    public void Dispose()
    {
        if (temporary is not null)
            Directory.Delete(temporary, recursive: true);
    }
}
