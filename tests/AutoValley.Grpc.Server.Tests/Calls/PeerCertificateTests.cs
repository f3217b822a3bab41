using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server.Internal;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>Who a client is, by its certificate.</summary>
public sealed class PeerCertificateTests
{
    [Fact]
    public void Read_None_IsNotAuthenticated()
    {
        var context = PeerCertificate.Read(null);
        Assert.False(context.IsPeerAuthenticated);
        Assert.Empty(context.PeerIdentity);
    }

    [Fact]
    public void Read_CommonNameAlone_IsTheIdentity()
    {
        using var certificate = Certificate("CN=edge-1");
        var context = PeerCertificate.Read(certificate);
        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal(("x509_common_name", "edge-1"), (context.PeerIdentityPropertyName, Assert.Single(context.PeerIdentity).Value));
    }

    [Fact]
    public void Read_AlternativeNames_AreTheIdentityBeforeTheCommonName()
    {
        using var certificate = Certificate("CN=edge-1", "a.valley", "b.valley");
        var context = PeerCertificate.Read(certificate);
        Assert.Equal("x509_subject_alternative_name", context.PeerIdentityPropertyName);
        Assert.Equal(["a.valley", "b.valley"], context.PeerIdentity.Select(name => name.Value));
        Assert.Equal("edge-1", Assert.Single(context.FindPropertiesByName("x509_common_name")).Value);
    }

    private static X509Certificate2 Certificate(string subject, params string[] names)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        if (names.Length > 0)
            request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
