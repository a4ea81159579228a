# Two stages, so that the image people run holds no installer and none of its leavings.
FROM python:3.13-slim AS packages
COPY requirements.txt /
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes \
        -r /requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home csp \
    && install --directory --owner=csp --group=csp /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Static files are the same for everybody, so they are collected here; the values are stand-ins nothing else sees.
# Compiled here too, because nothing can be written where it runs.
RUN SECRET_KEY=collecting-static-files-signs-nothing DATABASE_URL=sqlite://:memory: \
    ALLOWED_HOSTS=localhost DATA_DIR=/data \
    python manage.py collectstatic --noinput \
    && python -m compileall -q .
USER csp
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=5)"]
CMD ["gunicorn", "--config=python:csp_dashboard.server", "csp_dashboard.wsgi"]
