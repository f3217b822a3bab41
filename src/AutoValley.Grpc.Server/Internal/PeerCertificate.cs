using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>A client's certificate in gRPC's words: the identity is its alternative names, or its common name when it has none.</summary>
internal static class PeerCertificate
{
    private const string CommonName = "x509_common_name";
    private const string AlternativeName = "x509_subject_alternative_name";

    public static AuthContext Read(X509Certificate2? certificate)
    {
        var properties = new Dictionary<string, List<AuthProperty>>();
        if (certificate is null)
            return new AuthContext(null, properties);
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common)
            properties[CommonName] = [Property(CommonName, common)];
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames()).Select(name => Property(AlternativeName, name)).ToList();
        if (names.Count > 0)
            properties[AlternativeName] = names;
        var identity = names.Count > 0 ? AlternativeName : CommonName;
        return new AuthContext(properties.ContainsKey(identity) ? identity : null, properties);
    }

    private static AuthProperty Property(string name, string value) => AuthProperty.Create(name, Encoding.UTF8.GetBytes(value));
}
