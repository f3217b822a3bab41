using AutoValley.Server.Access;
using Microsoft.AspNetCore.Http;

namespace AutoValley.Server.Tests.Access;

public sealed class WebOriginsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:8080", true)]
    [InlineData("http://localhost:8080", "localhost:8080", true)]
    [InlineData("http://[::1]:8080", "[::1]:8080", true)]
    [InlineData("https://127.0.0.1:8080", "127.0.0.1:8080", true)]
    [InlineData("http://127.0.0.1:5173", "127.0.0.1:8080", false)]
    [InlineData("http://localhost:8080", "127.0.0.1:8080", false)]
    [InlineData("http://elsewhere.example", "127.0.0.1:8080", false)]
    [InlineData("http://elsewhere.example:8080", "elsewhere.example:8080", false)]
    [InlineData("http://127.0.0.1.elsewhere.example:8080", "127.0.0.1.elsewhere.example:8080", false)]
    [InlineData("null", "127.0.0.1:8080", false)]
    [InlineData("", "", false)]
    public void Allows_WithoutTls_TheServersOwnAddressAlone(string origin, string host, bool expected) =>
        Assert.Equal(expected, new WebOrigins(new WebOptions()).Allows(origin, Request("http", host)));

    [Theory]
    [InlineData("https://autovalley.example", "autovalley.example", true)]
    [InlineData("https://AutoValley.example:8443", "autovalley.example:8443", true)]
    [InlineData("https://elsewhere.example", "autovalley.example", false)]
    public void Allows_WithTls_TheServersOwnNameToo(string origin, string host, bool expected) =>
        Assert.Equal(expected, new WebOrigins(new WebOptions()).Allows(origin, Request("https", host)));

    [Theory]
    [InlineData("https://plots.example", true)]
    [InlineData("HTTPS://plots.EXAMPLE", true)]
    [InlineData("http://plots.example", false)]
    [InlineData("https://plots.example.elsewhere.example", false)]
    [InlineData("https://plots.example:8080", false)]
    public void Allows_OriginOfTheList_ExactlyThat(string origin, bool expected) => Assert.Equal(
        expected, new WebOrigins(new WebOptions { AllowedOrigins = ["https://plots.example"] }).Allows(origin, Request("http", "127.0.0.1:8080")));

    [Theory]
    [InlineData("null")]
    [InlineData("https://anywhere.example")]
    public void Allows_Any_IsEverybody(string origin) =>
        Assert.True(new WebOrigins(new WebOptions { AllowedOrigins = ["*"] }).Allows(origin, Request("http", "127.0.0.1:8080")));

    private static HttpRequest Request(string scheme, string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (scheme, new HostString(host));
        return request;
    }
}
