using AutoValley.Storage.Influx;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Configuration;

/// <summary>Settings of the InfluxDB that samples are sealed to.</summary>
internal static class InfluxStoreReader
{
    /// <summary>Comes from the environment or a file, never from the command line.</summary>
    public const string PasswordKey = "Influx:Password";

    /// <summary>As <see cref="PasswordKey"/>.</summary>
    public const string TokenKey = "Influx:Token";

    private const string UrlKey = "Influx:Url";
    private const long MaximumSecretBytes = 64 << 10;

    /// <summary>Null when samples are sealed to files, or there is no address, which is an error then.</summary>
    public static InfluxStoreOptions? Read(SettingsReader reader, ServerOptions server)
    {
        var standard = new InfluxStoreOptions { Url = new Uri("http://127.0.0.1:8086") };
        var url = reader.Optional(UrlKey);
        var options = standard with
        {
            Dialect = reader.Choice("Influx:Dialect", standard.Dialect),
            Database = reader.Text("Influx:Database", standard.Database),
            RetentionPolicy = reader.Optional("Influx:RetentionPolicy") ?? "",
            User = reader.Optional("Influx:User") ?? "",
            Password = Secret(reader, PasswordKey),
            Org = reader.Optional("Influx:Org") ?? "",
            Bucket = reader.Optional("Influx:Bucket") ?? "",
            Token = Secret(reader, TokenKey),
            BodyBytes = (int)reader.Bytes("Influx:BodyBytes", standard.BodyBytes, 4 << 10, 16 << 20),
            MaximumInFlight = (int)reader.Number("Influx:MaximumInFlight", standard.MaximumInFlight, 1, 64),
            Timeout = reader.Duration("Influx:Timeout", standard.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            MaximumPause = reader.Duration("Influx:MaximumPause", standard.MaximumPause, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            MaximumTextBytes = (int)reader.Bytes("Influx:MaximumTextBytes", standard.MaximumTextBytes, 1, TelemetryLines.MaximumTextBytes),
        };
        if (server.Store.BackEnd == StoreBackEnd.Sqlite)
        {
            if (url is not null)
                reader.Fail(UrlKey, "is given, and Store:BackEnd is not influx");
            return null;
        }
        Check(reader, options, server);
        return ParseUrl(reader, url) is { } address ? options with { Url = address } : null;
    }

    private static void Check(SettingsReader reader, InfluxStoreOptions options, ServerOptions server)
    {
        if (server.Retention.MaximumBytes > 0)
            reader.Fail("Retention:MaximumBytes", "limits files, and with Store:BackEnd influx there are none: use Retention:MaximumAge, or a retention policy of InfluxDB's");
        if (options.Password.Length > 0 && options.User.Length == 0)
            reader.Fail(PasswordKey, "is given, and Influx:User is not");
        if (options.Dialect is InfluxDialect.V2 or InfluxDialect.V3 && options.User.Length > 0)
            reader.Fail("Influx:User", "is of InfluxDB 1.x; 2.x and 3.x ask for Influx:Token");
        if (options.Dialect == InfluxDialect.V2 && options.Org.Length == 0)
            reader.Fail("Influx:Org", "must be given: InfluxDB 2.x asks for its organisation");
        if (options.Dialect == InfluxDialect.V1 && options.Token.Length > 0)
            reader.Fail(TokenKey, "is of InfluxDB 2.x and 3.x; 1.x asks for Influx:User and Influx:Password");
    }

    private static Uri? ParseUrl(SettingsReader reader, string? text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Query.Length == 0)
            return url;
        reader.Fail(UrlKey, text is null
            ? "must be given with Store:BackEnd influx, e.g. http://127.0.0.1:8086"
            : "is http://HOST:PORT or https://HOST:PORT; who asks is told by Influx:User or Influx:Token");
        return null;
    }

    // Itself, or what a file has that only the server's user reads.
    private static string Secret(SettingsReader reader, string key)
    {
        var (secret, file) = (reader.Optional(key), reader.Optional(key + "File"));
        if (file is null)
            return secret ?? "";
        if (secret is not null)
            reader.Fail(key + "File", $"is given, and so is {key}");
        try
        {
            if (new FileInfo(file).Length <= MaximumSecretBytes)
                return File.ReadAllText(file).Trim();
            reader.Fail(key + "File", $"is {file}, which is too long for a secret");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            reader.Fail(key + "File", $"is {file}, which cannot be read: {problem.Message}");
        }
        return "";
    }
}
