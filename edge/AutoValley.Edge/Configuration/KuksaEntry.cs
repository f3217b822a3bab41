using AutoValley.Edge.Sources.Kuksa;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Configuration;

/// <summary>A source of kind <c>kuksa</c>: signals of an Eclipse Kuksa databroker.</summary>
internal static class KuksaEntry
{
    /// <summary>What the entry says; errors are noted in it.</summary>
    public static KuksaOptions Read(ConfigurationObject entry)
    {
        var (tls, text, signals) = (TlsEntry.Read(entry), entry.RequiredText("address"), entry.Texts("signals"));
        var isAddress = ServerAddress.TryParse(text, KuksaOptions.StandardPort, out var address);
        if (!isAddress && text.Length > 0)
            entry.Fail("address", $"is '{text}', not host:port");
        if (signals.Count == 0)
            entry.Fail("signals", "is missing or empty: signals, or branches as \"Vehicle\" for all below them");
        foreach (var signal in signals.Where(signal => !SignalDefinition.IsName(signal)))
            entry.Fail("signals", $"has '{signal}', which is no path of a signal or branch");
        return new KuksaOptions
        {
            Address = !isAddress ? new Uri("http://none") : new Uri($"{(tls is null ? "http" : "https")}://{address}"),
            Signals = signals,
            Tls = tls,
            Token = Token(entry),
        };
    }

    private static Func<string>? Token(ConfigurationObject entry)
    {
        var (token, file) = (entry.Text("token"), entry.Text("tokenFile"));
        if (token is not null && file is not null)
            entry.Fail("", "has \"token\" and \"tokenFile\": give one of them");
        if (file is not null && !File.Exists(file))
            entry.Fail("tokenFile", $"is '{file}', which is not there");
        return file is not null ? () => File.ReadAllText(file).Trim() : token is not null ? () => token : null;
    }
}
