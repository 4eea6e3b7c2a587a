"""An authority of the installation's own and the certificate it gives the server, for schools without a domain.

The authority may vouch for this machine and for private addresses, and for nothing else: a phone that trusts it is not
open to whoever steals its key.
"""

import ipaddress
import os
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from anxun.core.keys import kept_key

AUTHORITY, SERVER = "ca", "server"
AUTHORITY_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=397)  # phones refuse what lives longer
RENEWED_BEFORE = timedelta(days=30)
WRONG_CLOCK = timedelta(days=1)
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10")
Address = IPv4Address | IPv6Address


class NotOurs(Exception):
    """The authority that phones trust already may not vouch for this name."""


def address(name: str) -> Address | None:
    """An address as such, None for a name."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def certificate_file(folder: Path, name: str) -> Path:
    """Where the public half lies; its key lies beside it."""
    return folder / f"{name}.crt"


def key_file(folder: Path, name: str) -> Path:
    """For its owner's eyes only."""
    return folder / f"{name}.key"


def loaded(path: Path) -> x509.Certificate | None:
    """What is kept there already."""
    return x509.load_pem_x509_certificate(path.read_bytes()) if path.exists() else None


def kept_authority(folder: Path, names: Sequence[str], at: datetime) -> x509.Certificate:
    """Made once; whoever wants another one moves the folder away, and every phone has to trust anew."""
    kept = loaded(certificate_file(folder, AUTHORITY))
    if kept is not None:
        return kept
    key = kept_key(key_file(folder, AUTHORITY))
    title = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Anxun {names[0][:46]} {at:%Y-%m-%d}")])
    made = (
        _begun(title, title, key, (at, at + AUTHORITY_LIFE))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(certificate_file(folder, AUTHORITY), made)
    return made


def kept_certificate(folder: Path, names: Sequence[str], at: datetime) -> x509.Certificate:
    """The server's, for these names, the first of which people type; a new one near its end or when a name is new."""
    authority = kept_authority(folder, names, at)
    allowed = [name for name in names if _may_vouch(authority, name)]
    if names[0] not in allowed:
        raise NotOurs(names[0])
    kept = loaded(certificate_file(folder, SERVER))
    if kept is not None and kept.not_valid_after_utc - at > RENEWED_BEFORE and set(allowed) <= names_of(kept):
        return kept
    key, issuer = kept_key(key_file(folder, SERVER)), kept_key(key_file(folder, AUTHORITY))
    title = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    end = min(at + SERVER_LIFE, authority.not_valid_after_utc)
    made = (
        _begun(title, authority.subject, key, (at, end))
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in allowed]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
        .sign(issuer, hashes.SHA256())
    )
    _write(certificate_file(folder, SERVER), made)
    return made


def names_of(certificate: x509.Certificate) -> set[str]:
    """For whom it vouches, as texts."""
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = held.get_values_for_type(x509.IPAddress)
    return {*held.get_values_for_type(x509.DNSName), *(str(one) for one in addresses)}


def fingerprint(certificate: x509.Certificate) -> str:
    """As phones show it, to be compared by eye."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _general(name: str) -> x509.GeneralName:
    found = address(name)
    return x509.DNSName(name) if found is None else x509.IPAddress(found)


def _permitted(names: Iterable[str]) -> list[x509.GeneralName]:
    """The names of today, their addresses also where a network gives public ones, and all private addresses."""
    networks = [ipaddress.ip_network(text) for text in PRIVATE]
    hosts = [found for name in names if (found := address(name)) is not None]
    networks += [ipaddress.ip_network(host) for host in hosts if not any(host in network for network in networks)]
    words = [x509.DNSName(name) for name in names if address(name) is None]
    return [*words, *(x509.IPAddress(network) for network in networks)]


def _may_vouch(authority: x509.Certificate, name: str) -> bool:
    held = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    found = address(name)
    if found is None:
        return any(isinstance(tree, x509.DNSName) and tree.value == name for tree in held)
    networks = [ipaddress.ip_network(tree.value) for tree in held if isinstance(tree, x509.IPAddress)]
    return any(found in network for network in networks)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, life: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(life[0] - WRONG_CLOCK)
        .not_valid_after(life[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, certificate: x509.Certificate) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    draft.replace(path)
